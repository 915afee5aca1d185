/**
 * Whether Kubernetes sets this variable by itself, for a Service whose name begins with `registry`, such as
 * `REGISTRY_REDIS_PORT=tcp://10.0.0.1:6379`. None of them is meant as configuration.
 */
export function isServiceLink(name: string, value: string): boolean {
  return (
    /_SERVICE_(?:HOST|PORT)(?:_[A-Z0-9_]+)?$/.test(name) ||
    /_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/.test(name) ||
    (name.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(value))
  )
}
