// Everything behind the sign-in runs from the device: its rows, its session, its language.
// The server sends the shell alone, so that it can be kept and opened without a network.
export const ssr = false;
