import { defaultAccount } from '../accounts/account.ts'

export const usage: string = `A strict server for tests that imitates cloud object stores.

  object-store-emulator --bucket images-1250000000 --region ap-guangzhou --port 9000

  --service SERVICE     cos (Tencent COS), oss (Aliyun OSS), s3 (Amazon S3) or scs (Sohu SCS). Default: cos
  --bucket NAME         a bucket; may be given several times. Default: images-1250000000 of cos, images of the others
  --region REGION       of the buckets. Default: ap-guangzhou, cn-hangzhou, us-east-1, bjcnc
  --domain HOST         another host, with its port, that means the first bucket; may be given several times
  --port PORT           on 127.0.0.1. Default: 9000; 0 takes a free one
  --folder FOLDER       keeps everything there, for the next start. Default: in memory
  --access-key ID       Default: ${defaultAccount.id}
  --secret-key SECRET   Default: ${defaultAccount.secret}
  --token TOKEN         makes the account a temporary one that has to send this
  --min-part-size BYTES instead of the service's own limit; so too --max-part-size, --max-parts, --max-put-size,
                        --max-copy-size and --page-size
  --quiet               prints no line for each request
  --help

Ctrl-C stops it.
`
