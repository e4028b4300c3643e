/** `40 s`, `3 min 5 s`. @param digits after the point, of what is less than two minutes */
export function durationText(seconds: number, digits = 0): string {
	return seconds < 120 ? `${seconds.toFixed(digits)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
