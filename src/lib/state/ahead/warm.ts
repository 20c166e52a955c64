export interface WarmOptions {
  locale: string;
  age: Intl.RelativeTimeFormatOptions;
  time: Intl.DateTimeFormatOptions;
}

/**
 * Has the browser read what it knows of the language while the files of the app are on their way: the
 * first age in words takes an old phone a tenth of a second, in the very frame that shows the list.
 * Written into the page as its own text, as `askAhead` is.
 */
export const warmFormats = ({ locale, age, time }: WarmOptions): void => {
  setTimeout(() => {
    new Intl.RelativeTimeFormat(locale, age).format(-1, 'hour');
    new Intl.DateTimeFormat(locale, time).format(0);
    new Intl.NumberFormat(locale).format(0);
    new Intl.PluralRules(locale).select(0);
  });
};
