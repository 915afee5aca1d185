const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

/** OCI distribution specification, "Pulling manifests": `<tag-or-digest>` as a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text)
}
