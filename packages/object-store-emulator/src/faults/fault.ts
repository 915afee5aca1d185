/** What can go wrong on purpose. Times are milliseconds, sizes bytes of a body. */
export type Fault =
  /** An error of the service instead of any work. Without a status it is the one that the service has for the code. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly status?: number
      readonly message?: string
      readonly retryAfterSeconds?: number
    }
  /** An error in the body of an answer with status 200, as copies and completions may have; nothing was done. */
  | { readonly kind: 'error-with-status-200'; readonly code: string; readonly message?: string }
  /** The error that the service has for a temporary account whose time is over. */
  | { readonly kind: 'expired-token' }
  /** Sends the client to another host, which may be this emulator under another name. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307; readonly host: string }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Reads no further than so far into the request; for good, or for some time. Nothing was done before. */
  | { readonly kind: 'stall-request'; readonly afterBytes: number; readonly ms?: number }
  | { readonly kind: 'stall-answer'; readonly afterBytes: number; readonly ms?: number }
  /** Resets the connection so far into the request, at its end if it is shorter; nothing was done. */
  | { readonly kind: 'reset-request'; readonly afterBytes: number }
  /** Resets the connection so far into the answer, or sooner, and always before its end; all was done. */
  | { readonly kind: 'reset-answer'; readonly afterBytes: number }
  /** Ends it in order after exactly so many bytes, or one byte before the end of the answer. */
  | { readonly kind: 'cut-answer'; readonly afterBytes: number }
  /** All is done, and the connection is reset before a byte of the answer. */
  | { readonly kind: 'lose-answer' }
  /** Half of the document, as if it were all. Answers without a document stay as they are. */
  | { readonly kind: 'truncated-xml' }
  | { readonly kind: 'garbage-xml' }
  | { readonly kind: 'wrong-etag' }
  /** Listings lack what is younger than `ms`, or everything. */
  | { readonly kind: 'late-objects'; readonly ms?: number }
  | { readonly kind: 'late-uploads'; readonly ms?: number }
  /** The clock of the service goes wrong: its checks and its Date header. */
  | { readonly kind: 'clock-offset'; readonly ms: number }

export type FaultKind = Fault['kind']
