import {bootsOf} from './boot.ts';

bootsOf('rambox');
