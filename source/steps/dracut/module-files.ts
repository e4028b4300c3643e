import udhcpc from '../rambox/udhcpc.sh';
import address from './90tmpfs-root/address.sh';
import archive from './90tmpfs-root/archive.sh';
import generator from './90tmpfs-root/generator.sh';
import http from './90tmpfs-root/http.sh';
import image from './90tmpfs-root/image.sh';
import leave from './90tmpfs-root/leave.sh';
import main from './90tmpfs-root/main.sh';
import memory from './90tmpfs-root/memory.sh';
import moduleSetup from './90tmpfs-root/module-setup.sh';
import network from './90tmpfs-root/network.sh';
import nfs from './90tmpfs-root/nfs.sh';
import parseTmpfsRoot from './90tmpfs-root/parse-tmpfs-root.sh';
import node from './90tmpfs-root/node.sh';
import ready from './90tmpfs-root/ready.sh';
import say from './90tmpfs-root/say.sh';
import squashfs from './90tmpfs-root/squashfs.sh';
import tmpfsRoot from './90tmpfs-root/tmpfs-root.sh';
import tree from './90tmpfs-root/tree.sh';
import volume from './90tmpfs-root/volume.sh';
import waitTmpfsRoot from './90tmpfs-root/wait-tmpfs-root.sh';
import words from './90tmpfs-root/words.sh';

/** The files of our dracut module, as dracut wants them in one folder: name → text. */
export const moduleFiles: Record<string, string> = {
	'address.sh': address,
	'archive.sh': archive,
	'generator.sh': generator,
	'http.sh': http,
	'image.sh': image,
	'leave.sh': leave,
	'main.sh': main,
	'memory.sh': memory,
	'module-setup.sh': moduleSetup,
	'network.sh': network,
	'nfs.sh': nfs,
	'node.sh': node,
	'parse-tmpfs-root.sh': parseTmpfsRoot,
	'ready.sh': ready,
	'say.sh': say,
	'squashfs.sh': squashfs,
	'tmpfs-root.sh': tmpfsRoot,
	'tree.sh': tree,
	'udhcpc.sh': udhcpc,
	'volume.sh': volume,
	'wait-tmpfs-root.sh': waitTmpfsRoot,
	'words.sh': words,
};
