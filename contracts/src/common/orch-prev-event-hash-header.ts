import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { Sha256Hash } from "./sha256-hash.ts";

export const orchPrevEventHashHeader = defineHeader({
  name: "Orch-Prev-Event-Hash",
  title: "Previous event hash",
  description:
    "The hash of the ledger entry before this exchange's, in the same session. A request may carry the hash that it expects; a wrong one is answered with `LEDGER_CONFLICT`. The answer carries the one that the ledger has.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.3"),
  schema: ref(Sha256Hash),
  example: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
});
