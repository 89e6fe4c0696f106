/** As e-mail addresses are compared: two that look alike are one. */
export const emailKey = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
