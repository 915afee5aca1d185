import { stripVTControlCharacters } from 'node:util'
import { moorageName } from '../registries/moorage.ts'
import type { Measured, Outcome } from '../run-group.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { median, spreadOf, type Spread } from './statistics.ts'

const headings = [
  'registry',
  'median (least to most)',
  'server CPU s',
  'peak MiB',
  'client CPU',
  'Moorage is better by (least to most)',
  'by CPU',
]

/** A Markdown table, which also reads well on a terminal, of one scenario. */
export function formatScenario(scenario: Scenario, outcomes: readonly Outcome[]): string {
  const ours = outcomes.find(({ registry }) => registry === moorageName)
  const rows = outcomes.map((outcome) =>
    outcome.skipped === undefined
      ? formatRow(scenario, outcome, ours)
      : [outcome.registry, `skipped: ${stripVTControlCharacters(outcome.skipped)}`, '', '', '', '', ''],
  )
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [
    `**${scenario.name}**: ${scenario.title}; ${scenario.unit}, ${scenario.better} is better; CPU per ${scenario.cpuPer}`,
    '',
    line(headings),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    ...outcomes.flatMap(describeFailures),
  ].join('\n')
}

function formatRow(scenario: Scenario, outcome: Outcome, ours: Outcome | undefined): string[] {
  if (!isValid(outcome)) return [outcome.registry, 'INVALID, see below', '', '', '', '', '']
  const cpu = cpuOf(outcome)
  const peak = Math.max(...outcome.rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20
  const client = median(outcome.rounds.map(({ clientShare = Number.NaN }) => clientShare))
  const hasRatio = ours !== undefined && ours !== outcome && isValid(ours)
  return [
    outcome.registry,
    formatSpread(spreadOf(outcome.rounds.map(({ value }) => value))),
    formatNumber(cpu),
    formatNumber(peak),
    Number.isNaN(client) ? '' : `${Math.round(client * 100)} %`,
    hasRatio ? formatRatio(scenario, ours.rounds, outcome.rounds) : '',
    hasRatio ? `${formatNumber(cpu / cpuOf(ours))} ×` : '',
  ]
}

const longestFailure = 600

function describeFailures({ registry, rounds }: Outcome): string[] {
  const failures = new Set(rounds.flatMap(({ failures: texts }) => texts))
  return [...failures].map((text) => `${registry} failed: ${text.replaceAll(/\s+/g, ' ').slice(-longestFailure)}\n`)
}

function cpuOf({ rounds }: Outcome): number {
  return median(rounds.map(({ cpuSeconds, work }) => cpuSeconds / work))
}

function isValid({ rounds }: Outcome): boolean {
  return rounds.every(({ failures }) => failures.length === 0)
}

/** Round by round, since what disturbs a round disturbs its neighbour too. */
function formatRatio({ better }: Scenario, ours: readonly Measured[], theirs: readonly Measured[]): string {
  const ratios = theirs.flatMap((their, round) => {
    const our = ours[round]
    if (our === undefined) return []
    return [better === 'higher' ? our.value / their.value : their.value / our.value]
  })
  return ratios.length === 0 ? '' : `${formatSpread(spreadOf(ratios))} ×`
}

function formatSpread({ minimum, median: middle, maximum }: Spread): string {
  return `${formatNumber(middle)} (${formatNumber(minimum)} to ${formatNumber(maximum)})`
}

function formatNumber(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
