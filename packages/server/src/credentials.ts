import type { Credentials } from "@oap/identity";
import type { OrchRequestEnvelope } from "@oap/protocol/types";
import type { RequestHeaders } from "./check-headers.ts";

/** What a request says about who it is from. Header and body agree, where both say it: that was checked before. */
export function credentialsOf(headers: RequestHeaders, envelope: OrchRequestEnvelope): Credentials {
  return {
    apiKey: headers["orch-api-key"],
    authorization: headers.authorization,
    caller: headers["orch-caller"] ?? envelope._meta?.caller,
  };
}
