/** What a publisher says about the whole, beside the contracts. */
export interface PublicationOptions {
  /** Where the control plane listens unless told otherwise; OpenAPI names it as the server. */
  readonly serverUrl: string;
  /** SPDX identifier of the licence of the published files. */
  readonly license: string;
  /** The name under which the TypeScript package is imported. */
  readonly typescriptPackage: string;
  /** The name of the package of published documents. */
  readonly schemasPackage: string;
  /**
   * The version in the manifests of both packages, where a release tool counts them; the registry's by default. The
   * registry's is what the contracts say they will be released as, and may be ahead.
   */
  readonly packageVersion?: string;
}

export const publicationOptions: PublicationOptions = {
  serverUrl: "http://127.0.0.1:7400",
  license: "Apache-2.0",
  typescriptPackage: "@oap/protocol",
  schemasPackage: "@oap/schemas",
};
