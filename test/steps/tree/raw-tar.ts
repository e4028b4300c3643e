/**
One member of a tar archive: its header and its content, in blocks of 512 bytes (pax(1), "ustar Interchange Format").
*/
export function member({name, type = '0', target = '', content = '', size = content.length}: {name: string; type?: string; target?: string; content?: string; size?: number | string}): Buffer {
	const header = Buffer.alloc(512);
	header.write(name, 0, 100, 'latin1');
	header.write('0000644\0', 100);
	header.write('0000000\0', 108);
	header.write('0000000\0', 116);
	header.write(typeof size === 'string' ? size : size.toString(8).padStart(11, '0'), 124);
	header.write('00000000000\0', 136);
	header.write(type, 156);
	header.write(target, 157, 100, 'latin1');
	header.fill(' ', 148, 156);
	header.write('ustar\u000000', 257);
	header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0`, 148);
	const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
	body.write(content, 'latin1');
	return Buffer.concat([header, body]);
}
