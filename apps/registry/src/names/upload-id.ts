const uploadIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Upload sessions are named by a UUID, as the Go registry names them. */
export function isUploadId(text: string): boolean {
  return uploadIdPattern.test(text)
}
