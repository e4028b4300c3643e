import type {UngroupedOption} from '../types.ts';
import {usb} from './parents.ts';

/** Sound cards. */
export const sound: readonly UngroupedOption[] = [
	{option: 'SOUND', prompt: 'Sound card support', help: 'Supports sound cards.', module: 'soundcore'},
	{
		option: 'SND',
		prompt: 'Advanced Linux Sound Architecture',
		help: 'Provides ALSA, the sound system of Linux.',
		with: ['SOUND'],
		module: 'snd',
	},
	{
		option: 'SND_HDA_INTEL',
		prompt: 'HD Audio PCI',
		help: 'Drives the sound of PC boards and of HDMI (HD Audio). It needs the codec of the board, too.',
		with: ['SOUND', 'SND', 'SND_PCI'],
		module: 'snd_hda_intel',
	},
	{
		option: 'SND_USB_AUDIO',
		prompt: 'USB Audio/MIDI driver',
		help: 'Drives USB headsets, speakers and microphones.',
		with: ['SOUND', 'SND', ...usb, 'SND_USB'],
		module: 'snd_usb_audio',
	},
];
