import {bootsOf} from './boot.ts';

bootsOf('debian-ram', 'debian-tmpfs', 'nfs-shared');
