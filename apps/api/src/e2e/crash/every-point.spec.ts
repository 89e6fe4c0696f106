import { crashPoints } from '../../lifecycle/crash-points';
import {
  checkPoints,
  importPoints,
  prunePoints,
  selfPoints,
  tellPoints,
  tickPoints,
} from './testing/describe-background-crashes';
import { copyPoints, deletePoints, otherSweepPoints } from './testing/describe-sweep-crashes';
import { firstStartPoints, otherStartPoints, setupPoints, updatePoints } from './testing/describe-start-crashes';
import { otherRunPoints, runCases } from './testing/run-cases';

it('P-CRASH-3 each crash point has a case in which the service dies there', () => {
  const tried = [
    ...runCases.map(({ point }) => point),
    ...otherRunPoints,
    ...copyPoints,
    ...deletePoints,
    ...otherSweepPoints,
    ...firstStartPoints,
    ...setupPoints,
    ...updatePoints,
    ...otherStartPoints,
    ...tickPoints,
    ...prunePoints,
    ...tellPoints,
    ...checkPoints,
    ...selfPoints,
    ...importPoints,
  ].map((point) => point.split(':')[0]);
  expect(crashPoints.filter((point) => !tried.includes(point))).toEqual([]);
});
