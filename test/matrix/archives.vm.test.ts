import {bootsOf, bootWithSecureBoot} from './boot.ts';

bootsOf('debian-ram', 'debian-tmpfs', 'nfs-shared');
bootWithSecureBoot('nfs-shared', {httpBoot: true});
