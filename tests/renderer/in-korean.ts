/** The same invented world with Korean people and words, for reviewing the Korean interface. */
import type { Mirror } from '#core/contract/bridge.ts';

const words: ReadonlyArray<readonly [english: string, korean: string]> = [
  ['"text":"Available for chat"', '"text":"채팅만 가능"'],
  ['"text":"Available"', '"text":"응대 가능"'],
  ['"text":"Busy"', '"text":"바쁨"'],
  ['"text":"Do not disturb"', '"text":"방해 금지"'],
  ['"text":"Lunch"', '"text":"점심"'],
  ['"text":"In training"', '"text":"교육 중"'],
  ['"text":"Offline"', '"text":"오프라인"'],
  ['"text":"Missed"', '"text":"부재중"'],
  ['"name":"Chat"', '"name":"채팅"'],
  ['"Chat"', '"채팅"'],
  ['"Phone"', '"전화"'],
  ['"Case"', '"케이스"'],
  ['"name":"Support"', '"name":"고객 지원"'],
  ['Ana Ferreira', '김서연'],
  ['Ben Okafor', '이도현'],
  ['Carla Nowak', '박하윤'],
  ['Dmitri Vale', '정민준'],
  ['Elin Strand', '최지우'],
  ['Grace Lindqvist', '한예린'],
  ['Kim Jiwon', '강지원'],
  ['The coffee grinder arrived without its lid', '커피 그라인더에 뚜껑이 없어요'],
  ['Where is my order 20418?', '주문 20418 배송 문의'],
  ['Change of address', '주소 변경'],
  ['Refund of a double payment', '이중 결제 환불'],
  ['Warranty of a kettle', '전기포트 보증 문의'],
  ['Delivery to another country', '해외 배송 문의'],
  ['Has asked twice already, please be quick.', '이미 두 번 문의하셨어요. 빠른 확인 부탁드립니다.'],
  ['Thank you, that helps!', '감사합니다, 도움이 됐어요!'],
  [
    'Are you still there? I moved last week and need it changed today.',
    '아직 계신가요? 지난주에 이사해서 오늘 바꿔야 해요.',
  ],
  ['About to take a break', '휴식 예정'],
  ['Not my field', '담당 분야 아님'],
  ['Technical problem', '기술적인 문제'],
  ['Needs follow-up', '추가 확인 필요'],
  ['Wrong department', '담당 부서 다름'],
  ['Solved', '해결'],
];

export function inKorean(mirror: Mirror): Mirror {
  const text = words.reduce(
    (held, [english, korean]) => held.replaceAll(english, korean),
    JSON.stringify(mirror),
  );
  const translated = JSON.parse(text) as Mirror;
  return { ...translated, settings: { ...translated.settings, language: 'ko' } };
}
