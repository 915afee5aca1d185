import { readFileSync, writeFileSync } from 'node:fs'

/** Of /proc/PID/stat: Linux reports it in hundredths of a second to every program. */
const ticksPerSecond = 100

/** User and system time that a process has used so far. */
export function readCpuSeconds(pid: number): number {
  const [utime = 0, stime = 0] = readStat(pid).slice(11, 13)
  return (utime + stime) / ticksPerSecond
}

/** The same of our own children that have ended, such as wrk. */
export function readEndedChildrenCpuSeconds(): number {
  const [utime = 0, stime = 0] = readStat(process.pid).slice(13, 15)
  return (utime + stime) / ticksPerSecond
}

/** The numbers after the name of the program, which may itself hold spaces and parentheses. */
function readStat(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
}

/** Most memory a process has held since it began or since `resetPeakMemory`. */
export function readPeakMemoryBytes(pid: number): number {
  return readStatusBytes(pid, 'VmHWM')
}

export function readMemoryBytes(pid: number): number {
  return readStatusBytes(pid, 'VmRSS')
}

function readStatusBytes(pid: number, key: string): number {
  const kibibytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no ${key}`)
  return Number(kibibytes) * 1024
}

/** Starts VmHWM again from the present memory (proc(5), clear_refs, value 5). */
export function resetPeakMemory(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}
