import {bootsOf} from './boot.ts';

bootsOf('rambox', 'rambox-tiny');
