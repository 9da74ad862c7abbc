import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** For tests: an issuer of tokens that publishes its keys on the loopback interface, and can be made to fail. */
export async function startTokenIssuer() {
  const issuer = "https://issuer.example";
  const published = new Map<string, SigningKey>();
  const state = { fetches: 0, respond: undefined as RequestListener | undefined };
  const server = createServer((request, response) => {
    state.fetches++;
    if (state.respond !== undefined) {
      state.respond(request, response);
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ keys: [...published.values()].map(({ publicJwk }) => publicJwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    published,
    state,
    async addKey(kid: string, alg = "ES256"): Promise<SigningKey> {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const key = { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
      published.set(kid, key);
      return key;
    },
    sign(
      key: SigningKey,
      payload: JWTPayload,
      header: { kid?: string | undefined } = { kid: key.kid },
    ): Promise<string> {
      const { kid } = header;
      return new SignJWT(payload)
        .setProtectedHeader({ alg: key.alg, ...(kid === undefined ? {} : { kid }) })
        .sign(key.privateKey);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
