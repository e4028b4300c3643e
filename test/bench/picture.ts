/** Seconds until the root is usable, and until the system is up. */
export type Bar = {title: string; root: number; up: number};

const row = 30;
const left = 330;
const right = 60;
const width = 860;

/**
What each way to bring a root to a node takes, as bars: the whole until it is up, the strong part until its root is
usable.
*/
export function barsOf(bars: readonly Bar[]): string {
	const scale = (width - left - right) / Math.max(...bars.map(({up}) => up));
	const height = (bars.length * row) + 60;
	const text = (x: number, y: number, words: string, more = '') => `<text x="${x}" y="${y}"${more}>${escape(words)}</text>`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Seconds from the kernel's start until the root is usable and until the system is up">`,
		`<rect width="${width}" height="${height}" rx="8" fill="#16191f"/>`,
		'<g fill="#d6dae2" font-family="system-ui, sans-serif" font-size="14">',
		...bars.flatMap(({title, root, up}, index) => {
			const y = 20 + (index * row);
			const colour = title.startsWith('ours') ? '#a6d189' : '#82aaff';
			return [
				text(left - 12, y + 15, title, ' text-anchor="end"'),
				`<rect x="${left}" y="${y}" width="${(up * scale).toFixed(1)}" height="20" rx="3" fill="${colour}" opacity="0.4"/>`,
				`<rect x="${left}" y="${y}" width="${(root * scale).toFixed(1)}" height="20" rx="3" fill="${colour}"/>`,
				text(left + Math.round(up * scale) + 8, y + 15, `${up.toFixed(1)} s`),
			];
		}),
		text(left, height - 16, 'until the root is usable (strong), until the system is up; from the kernel\'s start, in QEMU', ' font-size="12" opacity="0.7"'),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
