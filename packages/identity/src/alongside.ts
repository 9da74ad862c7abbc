/** Writes more in the transaction that does what was asked, which is answered so. It is called again where that has to be tried again. */
export type Alongside<TTransaction, TResult> = (transaction: TTransaction, result: TResult) => void;
