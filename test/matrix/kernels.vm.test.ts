import {bootsOf} from './boot.ts';

bootsOf('ramdisk-ext2', 'nfs-root', 'rambox-tiny');
