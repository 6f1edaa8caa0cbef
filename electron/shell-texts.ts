/** The shell's own texts: tray, menus, questions. Domain texts come from core. */
import { texts } from '#core/i18n/texts.ts';
import type { BaseStatus, Language } from '#core/vocabulary.ts';

const en = {
  accept: 'Accept',
  decline: 'Decline',
  afterThisWork: 'After this work…',
  noNextStatus: 'Nothing chosen',
  open: 'Open OnQueue',
  mute: 'Mute sounds for this shift',
  preferences: 'Preferences',
  quit: 'Quit OnQueue',
  signedOut: 'Not signed in',
  connectionLost: 'Connection lost',
  connecting: 'Connecting…',
  since: (time: string) => `since ${time}`,
  load: (used: string, max: string) => `${used} of ${max}`,
  next: (status: string) => `then ${status}`,
  offer: (channel: string, customer: string) => `${channel} from ${customer}`,
  offersWaiting: (count: number) => (count === 1 ? '1 request waits' : `${count} requests wait`),
  unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
  calls: (count: number) => (count === 1 ? '1 call for the supervisor' : `${count} calls for the supervisor`),
  quitTitle: 'Quit while work is open?',
  quitDetail: 'You become Offline at once, and your open work goes back to its queue.',
  stay: 'Keep working',
  handOver: 'Hand over and continue',
  cancel: 'Cancel',
  edit: 'Edit',
  view: 'View',
  help: 'Help',
  diagnostics: 'Save diagnostics…',
  notices: 'Third-party notices',
  checkForUpdates: 'Check for updates…',
  updatesOff: 'This installation is brought up to date by somebody else.',
  upToDate: (version: string) => `OnQueue ${version} is the newest version.`,
  updateFetched: (version: string) =>
    `OnQueue ${version} is ready. It is installed when you quit, when you restart, or when you are Offline for a while with our windows closed.`,
  updateAsks: (version: string) =>
    `OnQueue ${version} is ready. It is installed when you choose Restart; this computer then asks somebody who may install programs.`,
  updateFailed: 'The server for updates cannot be reached. Your work is not affected; try again later.',
  restartToUpdate: (version: string) => `Restart for OnQueue ${version}`,
  updateWaits: (version: string) => `OnQueue ${version} waits for your open work`,
  startFailed: 'OnQueue cannot start',
};
type Words = typeof en;

const ko: Words = {
  accept: '수락',
  decline: '거절',
  afterThisWork: '이 업무가 끝나면…',
  noNextStatus: '선택 안 함',
  open: 'OnQueue 열기',
  mute: '이번 근무 동안 소리 끄기',
  preferences: '환경설정',
  quit: 'OnQueue 종료',
  signedOut: '로그인하지 않음',
  connectionLost: '연결 끊김',
  connecting: '연결 중…',
  since: (time) => `${time}부터`,
  load: (used, max) => `${max} 중 ${used}`,
  next: (status) => `다음: ${status}`,
  offer: (channel, customer) => `${customer} 님의 ${channel}`,
  offersWaiting: (count) => `대기 중인 요청 ${count}건`,
  unread: (count) => `읽지 않은 메시지 ${count}개`,
  calls: (count) => `슈퍼바이저 호출 ${count}건`,
  quitTitle: '업무가 열려 있습니다. 종료할까요?',
  quitDetail: '바로 오프라인으로 바뀌고, 열린 업무는 대기열로 돌아갑니다.',
  stay: '계속 일하기',
  handOver: '넘기고 계속',
  cancel: '취소',
  edit: '편집',
  view: '보기',
  help: '도움말',
  diagnostics: '진단 정보 저장…',
  notices: '오픈 소스 라이선스',
  checkForUpdates: '업데이트 확인…',
  updatesOff: '이 컴퓨터의 업데이트는 관리자가 관리합니다.',
  upToDate: (version) => `OnQueue ${version}은(는) 최신 버전입니다.`,
  updateFetched: (version) =>
    `OnQueue ${version}이(가) 준비되었습니다. 종료하거나 다시 시작할 때, 또는 창을 닫고 한동안 오프라인일 때 설치됩니다.`,
  updateAsks: (version) =>
    `OnQueue ${version}이(가) 준비되었습니다. 다시 시작을 선택하면 설치되며, 이때 이 컴퓨터에서 설치 권한을 확인합니다.`,
  updateFailed: '업데이트 서버에 연결할 수 없습니다. 업무에는 영향이 없으니 나중에 다시 시도하세요.',
  restartToUpdate: (version) => `다시 시작하여 OnQueue ${version} 설치`,
  updateWaits: (version) => `OnQueue ${version}: 열린 업무가 끝나기를 기다리는 중`,
  startFailed: 'OnQueue를 시작할 수 없습니다',
};

const words: Readonly<Record<Language, Words>> = { en, ko };

export const shellTexts = (language: Language): Words => words[language];
export const baseName = (language: Language, base: BaseStatus): string => texts[language].bases[base];

/** The active language: the chosen one, else the first of the system's that we support. */
export function resolveLanguage(chosen: Language | 'system', systemLanguages: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  const known = systemLanguages.map((tag) => tag.toLowerCase().split('-')[0]);
  return known.find((language): language is Language => language === 'en' || language === 'ko') ?? 'en';
}
