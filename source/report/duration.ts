/** `40 s`, `3 min`, `3 min 5 s`, `4 h 33 min`. @param digits after the point, of what is less than two minutes */
export function durationText(seconds: number, digits = 0): string {
	if (seconds < 120) {
		return `${seconds.toFixed(digits)} s`;
	}

	const [whole, rest] = seconds < 7200
		? [`${Math.floor(seconds / 60)} min`, `${Math.floor(seconds % 60)} s`]
		: [`${Math.floor(seconds / 3600)} h`, `${Math.floor((seconds % 3600) / 60)} min`];
	return rest.startsWith('0 ') ? whole : `${whole} ${rest}`;
}
