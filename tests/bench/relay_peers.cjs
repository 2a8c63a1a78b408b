// What a relay is measured beside: the same transport work (TLS 1.3, WebSocket, two messages of a login, frames forwarded to
// the other member of a room) by two other servers, without its cryptography, its limits or its store.
//
//   node relay_peers.cjs ws|uws MODULES CERTIFICATE KEY        prints "port N" when it listens on 127.0.0.1
'use strict'
const fs = require('fs')
const path = require('path')
const [kind, modules, certificate, key] = process.argv.slice(2)
const largest = 66 * 1024
const answers = [Buffer.alloc(136), Buffer.alloc(12)]  // of the sizes of a relay's hello and of what follows a login
const rooms = new Map()

const member = (message) => {
  const view = Buffer.from(message)
  return { room: view.readUInt32BE(0), slot: view.readUInt8(4) }
}
const listening = (port) => console.log(`port ${port}`)

function serveWs () {
  const https = require('https')
  const { constants } = require('crypto')
  const { WebSocketServer } = require(path.join(modules, 'ws'))
  const server = https.createServer({
    cert: fs.readFileSync(certificate),
    key: fs.readFileSync(key),
    minVersion: 'TLSv1.3',
    secureOptions: constants.SSL_OP_NO_TICKET
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: largest, clientTracking: false })
  sockets.on('connection', (socket) => {
    let said = 0
    let me, there
    socket.on('message', (message) => {
      if (said === 2) {
        const partner = there[1 - me.slot]
        if (partner) partner.send(message)
        return
      }
      if (said === 1) {
        me = member(message)
        if (!rooms.has(me.room)) rooms.set(me.room, [null, null])
        there = rooms.get(me.room)
        there[me.slot] = socket
      }
      socket.send(answers[said++])
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (!there || there[me.slot] !== socket) return
      there[me.slot] = null
      if (!there[1 - me.slot]) rooms.delete(me.room)
    })
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1', 512, () => listening(server.address().port))
}

// Its way to send to others: what is published within a turn of its loop goes out together.
function serveUws () {
  const uws = require(path.join(modules, '@trufflesuite/uws-js-unofficial'))
  uws.SSLApp({ cert_file_name: certificate, key_file_name: key }).ws('/*', {
    compression: 0,
    maxPayloadLength: largest,
    maxBackpressure: 1024 * 1024,
    idleTimeout: 120,
    upgrade: (response, request, context) => {
      response.upgrade({ said: 0, partner: '' }, request.getHeader('sec-websocket-key'), 'twinlamp.v1',
        request.getHeader('sec-websocket-extensions'), context)
    },
    message: (socket, message) => {
      const data = socket.getUserData ? socket.getUserData() : socket
      if (data.said === 2) return socket.publish(data.partner, message, true)
      if (data.said === 1) {
        const { room, slot } = member(message)
        socket.subscribe(`${room}/${slot}`)
        data.partner = `${room}/${1 - slot}`
      }
      socket.send(answers[data.said++], true)
    }
  }).listen('127.0.0.1', 0, (token) => {
    if (!token) process.exit(1)
    listening(uws.us_socket_local_port(token))
  })
}

if (kind === 'ws') serveWs()
else serveUws()
