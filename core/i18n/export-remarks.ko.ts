/** Remarks about what an export had to omit, Korean. */
export const exportRemarks = {
  STATUS_CHANNELS: '{{name}}: 이 시스템 상태의 채널.',
  STATUS_INACTIVE: '{{name}}: 이 상태가 비활성이라는 사실.',
  CONFIGURATION: '{{name}} 구성: {{parts}}.',
  STATUSES_OF_USERS: '사용자에게 직접 부여한 상태: {{names}}.',
};

/** Parts of a presence configuration, as `{{parts}}` lists them. */
export const exportParts = {
  sound: '사용자 지정 소리',
  destinations: '이관 대상',
  automaticPresence: '자동 상태',
  oneAtATime: '한 번에 요청 하나씩',
  misses: '상태가 바뀌기까지 놓친 횟수',
  absence: '자리 비움·잠금·절전 규칙',
  readAlong: '대화를 함께 볼 때 상담사에게 알리기',
  wrapUpHold: '후처리 중 용량 점유',
};
