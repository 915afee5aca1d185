import { RE2JS } from 're2js'
import { z, type ZodType } from 'zod'
import type { ValidationConfiguration } from '../configuration.ts'
import { choice, list, section, text, toggle, withoutEffect } from './fields.ts'

/** Go's regular expressions, which need linear time: one with nested quantifiers must not be able to stop the registry. */
const pattern: ZodType<string> = z.string().superRefine((value, context) => {
  try {
    RE2JS.compile(value)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.addIssue({ code: 'custom', message: `expected a regular expression (${reason})` })
  }
})

export const validationSchema: ZodType<ValidationConfiguration> = section(
  'What is checked about a manifest that is pushed.',
  {
    disabled: toggle('Takes manifests whatever they refer to.', false),
    enabled: withoutEffect('Older form of `validation.disabled`.'),
    manifests: section('Manifests.', {
      urls: section('URLs of layers that lie elsewhere. Where both lists are empty, none is allowed.', {
        allow: list('Regular expressions (RE2), one of which must match.', 'list of texts', pattern),
        deny: list('Regular expressions (RE2), none of which may match.', 'list of texts', pattern),
      }),
      indexes: section('Indexes.', {
        platforms: choice(
          'Which manifests of an index must be present: all, none, or those of `platformlist`.',
          ['all', 'none', 'list'],
          'all',
        ),
        platformlist: list(
          'Platforms whose manifests must be present, each with `architecture` and `os`.',
          'list',
          z.strictObject({ architecture: text('Such as `amd64`.'), os: text('Such as `linux`.') }),
        ),
      }),
    }),
  },
)
