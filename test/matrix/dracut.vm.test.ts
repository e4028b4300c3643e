import {bootsOf, bootWithSecureBoot} from './boot.ts';

bootsOf('debian-toram', 'debian-tmpfs-root');
bootWithSecureBoot('debian-toram', {httpBoot: false});
