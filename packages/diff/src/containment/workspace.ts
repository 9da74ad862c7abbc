import type { SchemaInContext } from "../containment.ts";
import { Forms } from "./forms.ts";
import { SchemaReader } from "./read-schema.ts";
import { remembered } from "./remembered.ts";
import { Answers } from "./solve.ts";

type Definitions = SchemaInContext["definitions"];

/** Nodes and answers that one workspace holds; beyond it the next question begins a new one. Some 200 MB at the worst. */
const nodesMax = 300_000;
const answersMax = 400_000;

/** A value that the forms took for a witness and Ajv did not. There should be none; tests look. */
export interface Disagreement {
  readonly left: SchemaInContext;
  readonly right: SchemaInContext;
  readonly value: unknown;
}

/** What is kept from question to question: schemas as they were read, and answers. It changes how fast an answer comes, and which of several witnesses. */
export class Workspace {
  readonly forms = new Forms();
  readonly answers = new Answers(this.forms);
  readonly disagreements: Disagreement[] = [];
  readonly #readers = new WeakMap<Definitions, Map<boolean, SchemaReader>>();

  readonly reader = (definitions: Definitions, assertFormats: boolean): SchemaReader => {
    const both = remembered(this.#readers, definitions, () => new Map<boolean, SchemaReader>());
    return remembered(
      both,
      assertFormats,
      () => new SchemaReader(this.forms, definitions, assertFormats, (others) => this.reader(others, assertFormats)),
    );
  };
}

export function currentWorkspace(): Workspace {
  if (workspace.forms.size > nodesMax || workspace.answers.known.size > answersMax) workspace = new Workspace();
  return workspace;
}

let workspace = new Workspace();
