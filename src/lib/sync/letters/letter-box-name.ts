/** The database of the letter box, and the channel on which its changes are told. */
export const letterBoxName = 'daylight letters';
