import {serveLab} from '../../source/rehearse/lab-process.ts';

// Stands for the hidden command `lab` of the program.
await serveLab(process.stdin, process.stdout);
