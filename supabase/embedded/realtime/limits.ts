/**
 * Every limit of the server in one place. Where upstream has the limit, its name there is given;
 * where a client meets it, `texts` has upstream's words for it.
 */
export const limits = {
  /** A frame above this is not read at all: the connection closes with 1009 (max_frame_size). */
  frameBytes: 8_000_000,
  /** A broadcast or presence payload above this is refused (max_payload_size_in_kb, plus slack). */
  payloadBytes: 3_000_500,
  /** What waits unsent for one reader before it is cut off; above the largest single payload. */
  unsentBytes: 8_000_000,
  /** The feed pauses, for at most `feedPauseMs` each time, while a reader has more than this. */
  pauseAboveBytes: 1_000_000,
  feedPauseMs: 30,
  /** Messages from one socket: a burst, then this many a second (max_events_per_second). */
  messageBurst: 5_000,
  messagesPerSecond: 1_000,
  /** Bytes from one socket: a burst, then this many a second (max_bytes_per_second). */
  byteBurst: 128_000_000,
  bytesPerSecond: 16_000_000,
  /** Messages for one topic that wait while an earlier one is with the database. */
  waitingPerTopic: 1_000,
  /** Channels of one socket (max_channels_per_client), and joins (max_joins_per_second). */
  channelsPerSocket: 100,
  joinBurst: 200,
  joinsPerSecond: 50,
  /** Sockets of the server (max_concurrent_users). */
  sockets: 10_000,
  /** Presence calls of one channel (client_presence_rate_limit). */
  presenceBurst: 60,
  presencePerSecond: 5,
  /** A socket that says nothing, not even a heartbeat, for this long is gone (Phoenix: timeout). */
  silenceMs: 60_000,
  /** A socket that never joins a channel (no_channel_timeout). */
  noChannelMs: 600_000,
  /** Longest wait before a token is looked at again; its expiry is looked at to the second. */
  confirmTokenMs: 3_600_000,
  /** How often the policies are asked again for every open private channel. */
  recheckMs: 2_000,
  /** Without a write to the database they are asked again after this at the latest. */
  recheckAnywayMs: 30_000,
  /** Replayed messages: when the join names no number, and at most. */
  replayDefault: 10,
  replayMost: 25,
  /** How long a join that asked for it waits for the database feed (replication_ready_timeout). */
  feedReadyMs: 30_000,
  /** Questions to the policies in one statement. */
  authorizeBatch: 250,
} as const;

/** Upstream's words, as clients and their logs know them. */
export const texts = {
  topicNameRequired: 'TopicNameRequired: You must provide a topic name',
  unmatchedTopic: 'unmatched topic',
  privateOnly: 'PrivateOnly: This project only allows private channels',
  tooManyChannels: 'ChannelRateLimitReached: Too many channels',
  tooManyJoins: 'ClientJoinRateLimitReached: Too many joins per second',
  tooManyMessages: 'Too many messages per second',
  tooManyPresenceCalls: 'Client presence rate limit exceeded',
  payloadSizeExceeded: 'payload_size_exceeded',
  trackSizeExceeded: 'Track message size exceeded',
  presencePayload: 'Presence track payload must be a map',
  databaseUnavailable: 'Realtime was unable to connect to the project database',
  malformedMessage: 'MalformedWebSocketMessage',
  feedReady: 'Replication connection established',
  feedLate: 'Replication connection was not established in time',
  replayParams: 'UnableToReplayMessages: Replay params are not valid',
  replayPublic: 'UnableToReplayMessages: Replay is not allowed for public channels',
  replayFailed: 'UnableToReplayMessages: Realtime was unable to replay messages',
  /** Not upstream's, where such a payload ends the channel: readers expect a map. */
  broadcastPayload: 'Broadcast payload must be a map',
  /** Not upstream's: this server has no postgres_changes. */
  postgresChanges:
    'RealtimeDisabledForConfiguration: This server does not offer postgres_changes; send the changes with realtime.broadcast_changes() and listen for broadcasts',
  notReadable: (topic: string) =>
    `You do not have permissions to read from this Channel topic: ${topic}`,
  noLongerReadable: (topic: string) =>
    `You no longer have permission to read from this Channel topic: ${topic}`,
} as const;
