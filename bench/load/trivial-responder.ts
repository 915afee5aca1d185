// A server that does nothing: what the load generators reach against it is their own limit.
import { createServer } from 'node:net'

const small = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\n${'.'.repeat(1024)}`)
const noBody = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\n')
const part = Buffer.alloc(1024 * 1024)
const partsOfLarge = 256
const largeHead = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${part.length * partsOfLarge}\r\n\r\n`)

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.on('data', (request) => {
    const line = request.toString('latin1', 0, 12)
    if (line.startsWith('HEAD')) {
      socket.write(noBody)
    } else if (line.startsWith('GET /large')) {
      socket.write(largeHead)
      let sent = 0
      const sendMore = (): void => {
        while (sent < partsOfLarge && !socket.destroyed) {
          sent += 1
          if (!socket.write(part)) return void socket.once('drain', sendMore)
        }
      }
      sendMore()
    } else {
      socket.write(small)
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0)
})
process.on('disconnect', () => process.exit())
