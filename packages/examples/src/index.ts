export { examplePlan, unreachableOrigin } from "./example-plan.ts";
export { type Picture, readPicture } from "./picture.ts";
