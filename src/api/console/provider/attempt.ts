import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newSecret } from '../../secrets.ts';
import { isOverTls } from '../cookie.ts';

const NAME = 'lineshaft-sign-in';
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{43})(?:;|$)`);
const MINUTES = 10;

/** What binds the answer of the provider to the browser that asked: each of 43 characters, none to be told from another. */
export interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
}

/** One sign-in on its way through the provider: the browser keeps the secret that all of it is made from, the hub nothing. */
export function beginAttempt(request: FastifyRequest, reply: FastifyReply): Attempt {
  const secret = newSecret();
  setCookie(request, reply, secret, MINUTES * 60);
  return attemptOf(secret);
}

/** The attempt of this browser, which ends with it; undefined when there is none, or it took longer than ten minutes. */
export function endAttempt(request: FastifyRequest, reply: FastifyReply): Attempt | undefined {
  const secret = COOKIE.exec(request.headers.cookie ?? '')?.[1];
  if (secret === undefined) return undefined;
  setCookie(request, reply, '', 0);
  return attemptOf(secret);
}

function attemptOf(secret: string): Attempt {
  const part = (name: string) => createHmac('sha256', secret).update(name).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}

/** Sent by the console's own page alone, and only to where a session is opened. */
function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void {
  const secure = isOverTls(request) ? '; Secure' : '';
  const cookie = `${NAME}=${value}; Path=/console/v1/session; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
  reply.header('set-cookie', cookie);
}
