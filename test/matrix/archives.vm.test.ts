import {bootsOf} from './boot.ts';

bootsOf('debian-tmpfs', 'nfs-shared');
