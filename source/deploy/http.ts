import {cleanLine} from '../boots/console-text.ts';
import {parseNodeState, testedText} from '../boots/node-state.ts';
import {UserError} from '../errors.ts';
import {readJson} from '../files/read-json.ts';
import {markBooted} from '../publish/booted-once.ts';
import {publishedSite} from '../publish/published-site.ts';
import {settingsSchema, type SiteSettings} from '../publish/site.ts';
import {nodeOf} from '../recipe/nodes.ts';
import {whyUnwritable} from '../report/system-error.ts';
import {startHttpServer, type HttpRequest} from '../run/http-server.ts';

/**
Serves what is published, as the settings in a file say, until it is told to stop. Each request and each report of a
node is a line for systemd's journal.
*/
export async function serveSettings(
	file: string,
	{env, pid, out, signal}: {env: NodeJS.ProcessEnv; pid: number; out: (line: string) => void; signal: AbortSignal},
): Promise<void> {
	const settings = await readJson<SiteSettings>(file, settingsSchema, ['ramstrap deploy <recipe>   writes it again']);
	if (!settings) {
		throw new UserError(`${file} does not exist.`, ['ramstrap deploy <recipe>   writes it again']);
	}

	const mark = settings.once === undefined ? () => undefined : marker(settings, settings.once, out);
	const descriptor = systemdSocket(env, pid);
	const server = await startHttpServer(
		descriptor === undefined ? settings.network : {descriptor},
		publishedSite(
			() => settings,
			({message}) => {
				out(message);
			},
		),
		{
			onRequest(request) {
				out(requestLine(request));
			},
			onReport({client, mac, milestone, body}) {
				const more = sayingOf(milestone, body);
				out(`${client} ${mac} reports ${milestone}${more === undefined ? '' : `: ${more}`}`);
				// Anybody on the wire can say so: from in here nobody can ask who has that address.
				if (milestone === 'up') {
					mark(mac);
				}
			},
		},
	);
	await new Promise<void>(resolve => {
		signal.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
	await server.close();
}

/** Writes down which machines have been up. */
function marker({nodes}: SiteSettings, folder: string, out: (line: string) => void): (mac: string) => void {
	return mac => {
		if (nodeOf(nodes, mac)?.boot === 'once') {
			void markBooted(folder, mac).catch((error: unknown) => {
				out(`That ${mac} has been up cannot be written down: ${whyUnwritable(error)}.`);
			});
		}
	};
}

/** In one line: why it failed, or what it has tested before it was up. */
function sayingOf(milestone: string, body: string): string | undefined {
	return milestone === 'failed'
		? cleanLine(body)
		: (milestone === 'up' ? testedText(parseNodeState(body)) : undefined);
}

/** The socket that systemd opened, if it did, and for this very process: sd_listen_fds(3). */
function systemdSocket({LISTEN_FDS: count, LISTEN_PID: whose}: NodeJS.ProcessEnv, pid: number): number | undefined {
	return Number(count) > 0 && Number(whose) === pid ? 3 : undefined;
}

/** `192.168.24.101 GET /rambox/0123456789ab/vmlinuz 200 8123456 bytes 0.4 s`. */
export function requestLine({client, method, path, status, bytes, complete, seconds}: HttpRequest): string {
	return `${client} ${method} ${path} ${status} ${bytes} bytes ${seconds.toFixed(1)} s${complete ? '' : ', cut off'}`;
}
