import type { ZodType } from 'zod'
import type { TlsConfiguration } from '../configuration.ts'
import { choice, note, section, text } from './fields.ts'
import { refused } from './refused.ts'

const shape = section('Encryption.', {
  certificate: text('File with the certificate and its chain, PEM.'),
  key: text('File with the private key, PEM.'),
  minimumtls: choice('Oldest version that is spoken.', ['tls1.2', 'tls1.3'], 'tls1.2'),
  clientcas: refused('Files with the authorities of client certificates.'),
  clientauth: refused('Whether clients must show a certificate.'),
  ciphersuites: refused('Cipher suites that are spoken.'),
  letsencrypt: refused("Certificates from Let's Encrypt."),
})

export const tlsSchema: ZodType<TlsConfiguration | undefined> = note(
  shape
    .superRefine(({ certificate, key }, context) => {
      if (certificate === '' && key === '') return
      for (const [name, value] of Object.entries({ certificate, key })) {
        if (value === '') context.addIssue({ code: 'custom', path: [name], message: 'expected the name of a PEM file' })
      }
    })
    .transform(({ certificate, key, minimumtls }) =>
      certificate === '' ? undefined : { certificate, key, minimumtls },
    ),
  { meaning: 'Encryption. Absent: plain HTTP.', type: 'section' },
)
