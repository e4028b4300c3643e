/** What people say, and what the kernel's options call it: by a word, the other words that mean the same. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
	audio: ['sound'],
	bridge: ['802.1d'],
	crypt: ['encrypt'],
	docker: ['container', 'namespaces', 'cgroup'],
	fan: ['hwmon', 'sensor'],
	fuse: ['userspace filesystem'],
	gpu: ['graphics', 'drm'],
	hyperthreading: ['smt'],
	kubernetes: ['container', 'namespaces', 'cgroup'],
	luks: ['dm-crypt', 'crypt target'],
	nic: ['ethernet'],
	podman: ['container', 'namespaces', 'cgroup'],
	raid: ['multiple devices'],
	sound: ['audio'],
	ssd: ['nvme', 'trim'],
	temperature: ['thermal', 'hwmon', 'sensor'],
	thunderbolt: ['usb4'],
	timer: ['tick', 'hz'],
	vlan: ['802.1q'],
	vm: ['virtual machine', 'kvm'],
	vpn: ['wireguard', 'tunnel', 'ipsec'],
	webcam: ['video class', 'uvc'],
	wifi: ['wireless', '802.11', 'wi-fi'],
	zstd: ['zstandard'],
};

/** Of a whole word; not of a part of one: what it becomes is another matter. */
export const synonymsOf = (word: string): readonly string[] => Object.hasOwn(synonyms, word) ? synonyms[word]! : [];
