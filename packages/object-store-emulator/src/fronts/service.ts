/** The services that the emulator imitates. */
export type Service = 'cos' | 'oss' | 's3' | 'scs'
