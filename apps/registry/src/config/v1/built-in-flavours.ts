// What a v1 registry takes from the environment alone, with the names and defaults of its sample configuration.
// An `_env:NAME:` that ends with a colon may be unset; one without must be set.
type Settings = Readonly<Record<string, string>>

const common: Settings = {
  loglevel: '_env:LOGLEVEL:info',
  standalone: '_env:STANDALONE:',
  disable_token_auth: '_env:DISABLE_TOKEN_AUTH:',
  storage_redirect: '_env:STORAGE_REDIRECT:',
  search_backend: '_env:SEARCH_BACKEND:',
  sqlalchemy_index_database: '_env:SQLALCHEMY_INDEX_DATABASE:',
}

const local: Settings = { ...common, storage: 'local', storage_path: '_env:STORAGE_PATH:/tmp/registry' }

const s3: Settings = {
  ...common,
  storage: 's3',
  storage_path: '_env:STORAGE_PATH:/registry',
  s3_access_key: '_env:AWS_KEY:',
  s3_secret_key: '_env:AWS_SECRET:',
  s3_bucket: '_env:AWS_BUCKET',
  s3_region: '_env:AWS_REGION:',
  s3_encrypt: '_env:AWS_ENCRYPT:true',
  s3_secure: '_env:AWS_SECURE:true',
  boto_host: '_env:AWS_HOST:',
  boto_port: '_env:AWS_PORT:',
  boto_calling_format: '_env:AWS_CALLING_FORMAT:',
}

const oss: Settings = {
  ...common,
  storage: 'alioss',
  storage_path: '_env:STORAGE_PATH:/registry',
  oss_bucket: '_env:OSS_BUCKET',
  oss_accessid: '_env:OSS_KEY',
  oss_accesskey: '_env:OSS_SECRET',
  oss_region: '_env:OSS_REGION:',
  oss_endpoint: '_env:OSS_ENDPOINT:',
  oss_host: '_env:OSS_HOST:',
}

/** The flavours that can be chosen without a file. */
export const builtInFlavours: Readonly<Record<string, Settings>> = {
  // Unlike in v1's sample, no search index and no log of everything: nobody asked for them.
  dev: local,
  local,
  oss,
  prod: { ...s3, storage_path: '_env:STORAGE_PATH:/prod' },
  s3,
}
