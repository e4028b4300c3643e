import {bootsOf} from './boot.ts';

bootsOf('debian-toram', 'debian-tmpfs-root');
