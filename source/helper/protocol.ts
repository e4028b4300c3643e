import * as z from 'zod';
import {describeError, exitCodes, UserError} from '../errors.ts';

/**
What one helper understands and says. An order has its name in the field `do`; of each order's answer there is a schema
under that name.
*/
export type Protocol<Order extends {do: string}, Event, Answers extends Record<Order['do'], unknown>> = {
	orders: z.ZodType<Order>;
	events: z.ZodType<Event>;
	answers: {[Name in Order['do']]: z.ZodType<Answers[Name]>};
};

const refusalSchema = z.strictObject({
	message: z.string(),
	hints: z.array(z.string()),
	exitCode: z.literal(Object.values(exitCodes)),
});

/** An error as it travels. */
export type Refusal = z.infer<typeof refusalSchema>;

/** A line to the helper. The number is that of the answer. */
export const orderLine = <Order>(orders: z.ZodType<Order>) => z.strictObject({id: z.int(), order: orders});

/** A line from the helper: what happens, or how an order ended. An error without a number is the helper's end. */
export const helperLine = <Event>(events: z.ZodType<Event>) => z.union([
	z.strictObject({event: events}),
	z.strictObject({id: z.int().optional(), error: refusalSchema}),
	z.strictObject({id: z.int(), answer: z.unknown().optional()}),
]);

export type HelperLine = {event: unknown} | {id?: number; error: Refusal} | {id: number; answer?: unknown};

/**
Reads a line of JSON.
@param who wrote it, the subject of the sentence
@throws UserError (exit 3) for what the other side never writes: other programs can write into the same pipe
*/
export function readLine<Line>(schema: z.ZodType<Line>, line: string, who: string): Line {
	try {
		return schema.parse(JSON.parse(line));
	} catch {
		throw nonsense(who, line);
	}
}

/** The error for what came instead of a line of the protocol. */
export function nonsense(who: string, text: string): UserError {
	const begin = JSON.stringify(text.length > 100 ? `${text.slice(0, 100)} …` : text);
	return new UserError(`${who} wrote something that it should not write: ${begin}.`, [], exitCodes.notReady);
}

/** What a person reads of an error is the same on either side. */
export function refusalOf(error: unknown): Refusal {
	if (error instanceof UserError) {
		return {message: error.message, hints: [...error.hints], exitCode: error.exitCode};
	}

	const {lines, exitCode} = describeError(error);
	return {message: lines.join('\n'), hints: [], exitCode: exitCode as Refusal['exitCode']};
}

/** The error that was made a refusal. */
export const errorOf = ({message, hints, exitCode}: Refusal): UserError => new UserError(message, hints, exitCode);
