import { Sha256Hash } from "../common/sha256-hash.ts";
import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const orchEventHashHeader = defineHeader({
  name: "Orch-Event-Hash",
  title: "Event hash",
  description:
    "Response header: the hash of the ledger entry of this very exchange. A caller that sends it back as `Orch-Prev-Event-Hash` proves that it saw this answer.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(Sha256Hash),
  example: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
});
