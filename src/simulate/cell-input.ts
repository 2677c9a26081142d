import type { DriverFiles } from './install-driver.ts';
import type { Scenario } from './scenario.ts';

/** What the program in the cell is told. */
export interface CellInput {
  scenario: Scenario;
  release: string;
  /** Absent: the scripted driver that the scenario describes. */
  driver?: DriverFiles;
}
