import type {UngroupedOption} from '../types.ts';

/** Graphics cards, and what shows text on them. */
export const graphics: readonly UngroupedOption[] = [
	{
		option: 'DRM_RADEON',
		prompt: 'ATI Radeon',
		help: 'Drives older AMD and ATI graphics. They need firmware files in the image.',
		with: ['DRM'],
		module: 'radeon',
	},
	{
		option: 'DRM_AMDGPU',
		prompt: 'AMD GPU',
		help: 'Drives AMD graphics since 2012. They need firmware files in the image.',
		with: ['DRM'],
		module: 'amdgpu',
	},
	{
		option: 'DRM_NOUVEAU',
		prompt: 'Nouveau (NVIDIA) cards',
		help: 'Drives NVIDIA graphics, without NVIDIA\'s own driver.',
		with: ['DRM'],
		module: 'nouveau',
	},
	{
		option: 'DRM_I915',
		prompt: 'Intel 8xx/9xx/G3x/G4x/HD Graphics',
		help: 'Drives Intel graphics. Newer chips need firmware files in the image.',
		with: ['DRM'],
		module: 'i915',
	},
	{
		option: 'DRM_AST',
		prompt: 'AST server chips',
		help: 'Drives the graphics of ASPEED management chips on server boards.',
		with: ['DRM'],
		module: 'ast',
	},
	{
		option: 'DRM_MGAG200',
		prompt: 'Matrox G200',
		help: 'Drives the Matrox graphics of server boards.',
		with: ['DRM'],
		module: 'mgag200',
	},
	{
		option: 'DRM_QXL',
		prompt: 'QXL virtual GPU',
		help: 'Drives the SPICE graphics of virtual machines.',
		with: ['DRM'],
		module: 'qxl',
	},
	{
		option: 'DRM_VIRTIO_GPU',
		prompt: 'Virtio GPU driver',
		help: 'Drives the virtio graphics of virtual machines.',
		with: ['DRM', 'VIRTIO_MENU'],
		module: 'virtio_gpu',
	},
	{
		option: 'DRM_BOCHS',
		prompt: 'DRM Support for bochs dispi vga interface (qemu stdvga)',
		help: 'Drives the standard graphics of QEMU.',
		with: ['DRM'],
		module: 'bochs',
	},
	{
		option: 'DRM_SIMPLEDRM',
		prompt: 'Simple framebuffer driver',
		help: 'Shows pictures on the screen that the firmware has set up, whatever the card.',
		with: ['DRM'],
		module: 'simpledrm',
	},
];
