// The scheme's length is bounded: without that, a long text of dots would be searched again from each of them.
const userInformation = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\]+@/gi

/** Query parameters that sign a URL or carry a key, of all the stores there are drivers for, and the state of an upload. */
const secretParameter =
  /([?&](?:x-amz-(?:signature|credential|security-token)|x-oss-(?:signature|credential|security-token)|q-signature|q-ak|x-cos-security-token|security-token|signature|sohucsaccesskeyid|ossaccesskeyid|awsaccesskeyid|sig|token|access_token|refresh_token|password|secret|_state)=)[^&\s"'\\#<>]*/gi

const authorization = /\b(basic|bearer)\s+[A-Za-z0-9._~+/=-]{6,}/gi

/** Replaces whatever in a text is a secret by its form: user information and signatures in URLs, and credentials. */
export function maskText(text: string): string {
  // Every line of the log comes by here, and most have none of these.
  let masked = text
  if (masked.includes('://') && masked.includes('@')) masked = masked.replace(userInformation, '$1***@')
  if (masked.includes('?') || masked.includes('&')) masked = masked.replace(secretParameter, '$1***')
  return masked.replace(authorization, '$1 ***')
}

/** A URL, absolute or not, without user information and with the values of its signing parameters masked. */
export function maskUrl(url: string | URL): string {
  return maskText(String(url))
}
