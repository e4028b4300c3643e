import type {Flags} from '../arguments.ts';
import {startDeployHelper} from '../deploy/root-helper.ts';
import {exitCodes} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {outJson, type Context} from '../context.ts';
import {agree, refuseUnasked, showItems, tellerFor} from '../deploy/talk.ts';

/** Shows what deploy changed, and puts it back. What was changed by hand since is kept, and told. */
export async function undeploy(word: string, context: Context, flags: Flags): Promise<number> {
	refuseUnasked('undeploy', word, context, flags);
	const json = flags.json ?? false;
	const tell = json ? () => undefined : context.out;
	const helper = startDeployHelper({
		self: [...context.self, 'helper', 'deploy'],
		asRoot: process.getuid?.() === 0,
		onEvent: tellerFor(context, json),
	});
	const stop = () => {
		void helper.stop();
	};

	context.signal.addEventListener('abort', stop, {once: true});
	try {
		const deployed = (await helper.order({do: 'journals'})).map(({recipe}) => recipe);
		const recipe = deployed.includes(word) ? word : await nameOf(word, context);
		if (!deployed.includes(recipe)) {
			await helper.order({do: 'undo', recipe});
			tell(
				`${recipe} is not deployed on this machine; there is nothing to undo.`
				+ (deployed.length > 0 ? ` Deployed: ${deployed.join(', ')}.` : ''),
			);
			return done(context, json);
		}

		showItems(await helper.order({do: 'compare-undo', recipe}), context, {json,
			title: `Undeploying ${recipe} makes these changes on this machine:`});
		const isWanted = flags['dry-run'] ? false : await agree(context, flags);
		if (!isWanted) {
			return exitCodes.done;
		}

		await helper.order({do: 'undo', recipe});
		tell('');
		tell(`${recipe} is no longer served by this machine.`);
		return done(context, json);
	} catch (error) {
		context.signal.throwIfAborted();
		throw error;
	} finally {
		context.signal.removeEventListener('abort', stop);
		await helper.stop();
	}
}

/** What is given may be the path of a recipe, or a name that is not deployed. */
async function nameOf(word: string, context: Context): Promise<string> {
	return word.includes('/') || word.endsWith('.yaml')
		? (await loadRecipe(word, {...context.recipes, set: []})).name
		: word;
}

function done(context: Context, json: boolean): number {
	if (json) {
		outJson(context, {event: 'result', ok: true});
	}

	return exitCodes.done;
}
