import type {UngroupedOption} from '../types.ts';

/** Security modules, and records of what they forbid. */
export const security: readonly UngroupedOption[] = [
	{option: 'AUDIT', prompt: 'Auditing support', help: 'Records security events for auditd.'},
	{
		option: 'SECURITY_SELINUX',
		prompt: 'SELinux Support',
		help: 'Confines programs by SELinux, as Fedora and EL do.',
		with: ['SECURITY', 'SECURITY_NETWORK', 'AUDIT'],
	},
	{
		option: 'SECURITY_SMACK',
		prompt: 'Simplified Mandatory Access Control Kernel Support',
		help: 'Confines programs by Smack, labels simpler than SELinux\'s.',
		with: ['SECURITY'],
	},
	{
		option: 'SECURITY_TOMOYO',
		prompt: 'TOMOYO Linux Support',
		help: 'Confines programs by TOMOYO, by the paths of files.',
		with: ['SECURITY'],
	},
	{
		option: 'SECURITY_APPARMOR',
		prompt: 'AppArmor support',
		help: 'Confines programs by AppArmor, as Debian and Ubuntu do.',
		with: ['SECURITY'],
	},
	{
		option: 'SECURITY_YAMA',
		prompt: 'Yama support',
		help: 'Forbids programs to trace each other, unless one is the other\'s parent.',
		with: ['SECURITY'],
	},
	{
		option: 'SECURITY_LOCKDOWN_LSM',
		prompt: 'Basic module for enforcing kernel lockdown',
		help: 'Protects the kernel from root. With Secure Boot distributions turn it on.',
		with: ['SECURITY'],
	},
	{
		option: 'SECURITY_LANDLOCK',
		prompt: 'Landlock support',
		help: 'Lets programs give up access to files by themselves.',
		with: ['SECURITY'],
	},
	{
		option: 'IMA',
		prompt: 'Integrity Measurement Architecture(IMA)',
		help: 'Measures files before they are used, for a TPM to attest.',
		with: ['SECURITY', 'INTEGRITY'],
	},
];
