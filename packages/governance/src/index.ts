export { decide } from "./decide.ts";
export {
  actionName,
  denyAll,
  developmentAllow,
  type Governance,
  type GovernanceDecision,
  type GovernanceRequest,
  type GovernedCaller,
  governanceState,
} from "./governance.ts";
