import { createClient, type OapClient } from "@oap/protocol/client";
import { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";

/** The typed client of a control plane over HTTP: `connect({ baseUrl: "http://127.0.0.1:7400" })`. Nothing is sent before the first call. */
export function connect(options: HttpTransportOptions): OapClient {
  return createClient(createHttpTransport(options));
}
